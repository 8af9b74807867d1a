import type { Catalogue } from '../catalogue';
import { common, keyboard, shell, shortcuts, time } from './common';
import { conversation } from './conversation';
import { inbox } from './inbox';
import { messageTypes } from './message-types';
import { phone } from './phone';
import { delivery, problems } from './refusals';
import { session } from './session';
import { tour } from './tour';

/** One section for each feature, in a file of its own. */
export const messages = {
  common,
  shell,
  time,
  keyboard,
  shortcuts,
  session,
  inbox,
  conversation,
  messageTypes,
  problems,
  delivery,
  phone,
  tour,
} satisfies Catalogue;
