import { useTranslation } from 'react-i18next';
import { shownName } from '../../../words/contact-name';
import css from './conversation-parts.module.css';

const COLOURS = 6;

/** The first character of the name, on a soft colour that stays the same for each contact. */
export function ContactAvatar({
  contact,
}: {
  readonly contact: { readonly id: string; readonly name: string };
}) {
  const { t } = useTranslation();
  let sum = 0;
  for (const character of contact.id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return (
    <span className={css.avatar} data-colour={sum % COLOURS} aria-hidden>
      {Array.from(shownName(contact, t))[0]}
    </span>
  );
}
