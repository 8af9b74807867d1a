import { createContext, type ReactNode, useContext } from 'react';
import { splitAnchors } from '../../../words/split-anchors';
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

/** A text that the account sends, with its anchors as WeChat shows them: links on words, each with its address. */
export function AnchoredText({ text }: { readonly text: string }) {
  const words = useContext(SearchWords);
  return splitAnchors(text).map(({ text: piece, href }, index) =>
    href === undefined ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
      <LinkedText key={index} text={piece} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
      <WebLink key={index} href={href} title={href}>
        <Highlighted text={piece} words={words} />
      </WebLink>
    ),
  );
}

/** A link to an external page, in a new tab without access to this one. Plain text if it is not a web address. */
export function WebLink(props: {
  readonly href: string;
  readonly className?: string | undefined;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  const href = safeAddress(props.href);
  if (href === null) return props.children;
  return (
    <a
      href={href}
      title={props.title}
      className={props.className}
      target="_blank"
      rel="noopener noreferrer nofollow"
    >
      {props.children}
    </a>
  );
}
