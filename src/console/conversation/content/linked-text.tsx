import { createContext, type ReactNode, useContext } from 'react';
import { Highlighted } from '../../shared/ui/highlighted';
import { safeAddress, splitLinks } from './split-links';

/** The words that are marked in all texts below. */
export const SearchWords = createContext<string | undefined>(undefined);

/** A text as it was written: React escapes it, and only web addresses become links. */
export function LinkedText({ text }: { readonly text: string }) {
  const words = useContext(SearchWords);
  return splitLinks(text).map(({ text: piece, href }, index) =>
    href === undefined ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
      <Highlighted key={index} text={piece} words={words} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
      <WebLink key={index} href={href}>
        {piece}
      </WebLink>
    ),
  );
}

/** A link to an external page, in a new tab without access to this one. Plain text if it is not a web address. */
export function WebLink(props: {
  readonly href: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  const href = safeAddress(props.href);
  if (href === null) return props.children;
  return (
    <a href={href} className={props.className} target="_blank" rel="noopener noreferrer nofollow">
      {props.children}
    </a>
  );
}
