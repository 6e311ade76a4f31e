import { render } from 'preact';
import { Portal } from './portal.tsx';
import { takeToken } from './recovery-token.ts';

const root = document.getElementById('app');
if (root !== null) {
  render(<Portal token={takeToken()} />, root);
  // A link from a mail may be opened where the portal is open already.
  window.addEventListener('hashchange', () => {
    const token = takeToken();
    if (token !== null) render(<Portal key={token} token={token} />, root);
  });
}
