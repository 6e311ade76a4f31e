import { useEffect, useRef } from 'preact/hooks';

interface Props {
  readonly children: string;
  /** What the tab says, where that is more than the heading. */
  readonly tab?: string;
}

/** The heading of a view: takes the focus when the view opens, so that a screen reader says where one is. */
export function PageTitle({ children, tab = children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = tab;
    heading.current?.focus();
  }, [tab]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
