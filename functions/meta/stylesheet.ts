/** The style of the reference page: phone width first, light and dark. */
export const STYLESHEET = `
:root{color-scheme:light dark;--text:#1c2024;--soft:#5b6570;--line:#d8dee4;--page:#fff;--code:#f4f6f8;--accent:#0b57d0}
@media (prefers-color-scheme:dark){:root{--text:#e6e9ec;--soft:#a3adb8;--line:#333c45;--page:#14181c;--code:#1e242a;--accent:#8ab4f8}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0 auto;padding:1rem;max-width:80rem;color:var(--text);background:var(--page);font:1rem/1.55 system-ui,sans-serif}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:.5rem;padding:.25rem .5rem;background:var(--page)}
h1 small{font-weight:400;color:var(--soft)}
h2{margin:2.5rem 0 .5rem;text-transform:capitalize}
h3{margin:0 0 .5rem;font-size:1.1rem;overflow-wrap:anywhere}
h4{margin:1rem 0 .25rem}
article{margin:1rem 0;padding:1rem;border:1px solid var(--line);border-radius:.5rem}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
pre{overflow-x:auto;padding:.75rem;border-radius:.5rem;background:var(--code);line-height:1.4}
pre code{overflow-wrap:normal}
.method{font-weight:700}
.optional,.type,.scopes,dd p{color:var(--soft)}
.problem,dd p{margin:.25rem 0}
dl.fields{margin:.25rem 0}
dl.fields dt{margin-top:.4rem;overflow-wrap:anywhere}
dl.fields dd{margin:0 0 0 1rem;padding-left:.75rem;border-left:1px solid var(--line)}
dl.fields dd:empty{display:none}
summary{cursor:pointer;padding:.25rem 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{padding:.4rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
nav ul{margin:0;padding:0;list-style:none}
nav li{margin:.1rem 0;font-size:.85rem;overflow-wrap:anywhere}
nav h2{margin:1rem 0 .25rem;font-size:1rem}
@media (min-width:60rem){
body{display:grid;grid-template-columns:19rem minmax(0,1fr);column-gap:2rem}
header{grid-column:1/3}
nav{position:sticky;top:0;max-height:100vh;overflow-y:auto;padding-bottom:2rem}
}
`.trim();
