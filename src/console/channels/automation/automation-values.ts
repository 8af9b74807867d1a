/** The settings of a channel about its bot and what it says by itself, as form fields: an empty text is none. */
import type { ChannelBody } from '../../../contracts/channels/channel';
import type { ChannelChange } from '../requests';

type Settings = ChannelBody['settings'];

/** In the list of bots: none. */
export const NO_BOT = '';
/** What the reminder begins with when it is switched on. */
const NUDGE_BEFORE_MINUTES = 60;

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
  };
};

export function toValues({ bot, automatic }: Settings): AutomationValues {
  const { welcome, outOfHours, closed, nudge } = automatic;
  return {
    bot: { ...bot, botId: bot.botId ?? NO_BOT, handoverText: bot.handoverText ?? '' },
    automatic: {
      welcome: welcome ?? '',
      outOfHours: outOfHours ?? '',
      closed: closed ?? '',
      nudge: nudge ?? { text: '', beforeCloseMinutes: NUDGE_BEFORE_MINUTES },
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
    },
  };
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text;
}
