import { contact } from '../../../words/ja/contact';
import { attachmentErrors, content, fetchTroubles } from '../../../words/ja/content';
import { conversation } from '../../../words/ja/conversation';
import { messageTypes } from '../../../words/ja/message-types';
import { delivery, problems, reopenObstacles } from '../../../words/ja/refusals';
import { transcript } from '../../../words/ja/transcript';
import { wechatErrors } from '../../../words/ja/wechat-errors';
import type { Catalogue } from '../catalogue';
import { alarms } from './alarms';
import { alerts, pushes } from './alerts';
import { availability } from './availability';
import { channels, check, health } from './channels';
import { common, completing, keyboard, palette, shell, shortcuts, time } from './common';
import { canned, cards, composer, later } from './composer';
import { contacts, tags } from './contacts';
import { inbox } from './inbox';
import { macros } from './macros';
import { offers } from './offers';
import { brands, operators, tokens } from './people';
import { phone } from './phone';
import { queue } from './queue';
import { ringing } from './ringing';
import { groups, routing } from './routing';
import { session } from './session';
import { account, conflicts, fieldProblems, forms, setup } from './setup';
import { tour } from './tour';

/** One section for each feature, in a file of its own. */
export const messages = {
  common,
  shell,
  time,
  keyboard,
  shortcuts,
  palette,
  completing,
  session,
  inbox,
  conversation,
  ringing,
  alerts,
  pushes,
  contact,
  contacts,
  tags,
  content,
  composer,
  canned,
  cards,
  later,
  macros,
  attachmentErrors,
  fetchTroubles,
  messageTypes,
  problems,
  reopenObstacles,
  delivery,
  wechatErrors,
  alarms,
  setup,
  forms,
  fieldProblems,
  conflicts,
  account,
  channels,
  health,
  check,
  brands,
  operators,
  tokens,
  transcript,
  phone,
  tour,
  routing,
  availability,
  offers,
  groups,
  queue,
} satisfies Catalogue;
