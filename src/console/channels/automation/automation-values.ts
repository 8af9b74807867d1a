/** The settings of a channel about its bot and what it says by itself, as form fields: an empty text is none. */
import type { ChannelBody } from '../../../contracts/channels/channel';
import { RATING_IDS } from '../../../domain/rating/rating';
import type { ChannelChange } from '../requests';

type Settings = ChannelBody['settings'];

/** In the list of bots: none. */
export const NO_BOT = '';
/** What the reminder begins with when it is switched on. */
const NUDGE_BEFORE_MINUTES = 60;

type Rating = Settings['automatic']['rating'];
/** Every score has a choice; one without a text is left out. */
type RatingValues = Omit<Rating, 'thanks' | 'reasonText' | 'askReasonBelow'> & {
  readonly thanks: string;
  readonly reasonText: string;
  readonly askReasonBelow?: Rating['askReasonBelow'];
};

export type AutomationValues = {
  readonly bot: Omit<Settings['bot'], 'botId' | 'handoverText' | 'handoverKeywords'> & {
    readonly botId: string;
    readonly handoverKeywords: readonly string[];
    readonly handoverText: string;
  };
  readonly automatic: {
    readonly welcome: string;
    readonly outOfHours: string;
    readonly closed: string;
    readonly nudge: { readonly text: string; readonly beforeCloseMinutes?: number };
    /** Left out: the channel has no menu messages. */
    readonly rating?: RatingValues;
  };
};

export function toValues({ bot, automatic }: Settings): AutomationValues {
  const { welcome, outOfHours, closed, nudge, rating } = automatic;
  return {
    bot: { ...bot, botId: bot.botId ?? NO_BOT, handoverText: bot.handoverText ?? '' },
    automatic: {
      welcome: welcome ?? '',
      outOfHours: outOfHours ?? '',
      closed: closed ?? '',
      nudge: nudge ?? { text: '', beforeCloseMinutes: NUDGE_BEFORE_MINUTES },
      rating: {
        ...rating,
        options: [...rating.options, ...missingOptions(rating)],
        thanks: rating.thanks ?? '',
        reasonText: rating.reasonText ?? '',
      },
    },
  };
}

type ChangedSettings = NonNullable<ChannelChange['settings']>;

export function toSettings({
  bot,
  automatic,
}: AutomationValues): Required<Pick<ChangedSettings, 'bot' | 'automatic'>> {
  const { text, beforeCloseMinutes = NUDGE_BEFORE_MINUTES } = automatic.nudge;
  return {
    bot: {
      ...bot,
      botId: bot.botId === NO_BOT ? null : bot.botId,
      handoverKeywords: bot.handoverKeywords.map((word) => word.trim()).filter((word) => word !== ''),
      handoverAfterTurns: bot.handoverAfterTurns ?? null,
      handoverText: orNull(bot.handoverText),
    },
    automatic: {
      welcome: orNull(automatic.welcome),
      outOfHours: orNull(automatic.outOfHours),
      closed: orNull(automatic.closed),
      nudge: orNull(text) === null ? null : { text, beforeCloseMinutes },
      ...(automatic.rating === undefined ? {} : { rating: toRating(automatic.rating) }),
    },
  };
}

function missingOptions({ options }: Rating): Rating['options'] {
  const missing = RATING_IDS.filter((id) => options.every((one) => one.id !== id));
  return missing.reverse().map((id) => ({ id, label: '' }));
}

function toRating({ options, thanks, reasonText, askReasonBelow = null, ...rest }: RatingValues): Rating {
  return {
    ...rest,
    options: options.filter(({ label }) => label.trim() !== ''),
    thanks: orNull(thanks),
    reasonText: orNull(reasonText),
    askReasonBelow,
  };
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text;
}
