import type { MessageBody } from '../../../contracts/conversations/message';
import { textsOf } from '../../../words/message-fields';
import { LinkedText } from '../content/linked-text';
import { useColleagues } from '../requests';
import css from './mentioned-text.module.css';
import { splitMentions } from './split-mentions';

/** The text of a note, with the colleagues marked whom it mentions. `brandId`: of the conversation. */
export function MentionedText({
  message,
  brandId,
}: {
  readonly message: MessageBody;
  readonly brandId: string;
}) {
  const mentioned = textsOf(message, 'mentions');
  const { data = [] } = useColleagues(brandId, mentioned.length > 0);
  const names = data.filter(({ id }) => mentioned.includes(id)).map(({ name }) => name);
  return splitMentions(message.text ?? '', names).map((piece, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
      <span key={index} className={css.mention} data-mention>
        {piece}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
      <LinkedText key={index} text={piece} />
    ),
  );
}
