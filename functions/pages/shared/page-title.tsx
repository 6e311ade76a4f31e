import { useEffect, useRef } from 'preact/hooks';

/** The heading of a view: takes the focus when the view opens, so that a screen reader says where one is. */
export function PageTitle({ children }: { readonly children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} · Latchkey`;
    heading.current?.focus();
  }, [children]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
