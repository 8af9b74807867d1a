import type { Catalogue } from '../catalogue';
import { common, keyboard, shell, shortcuts, time } from './common';
import { canned, composer } from './composer';
import { contact, followScenes } from './contact';
import { attachmentErrors, content } from './content';
import { conversation } from './conversation';
import { inbox } from './inbox';
import { messageTypes } from './message-types';
import { delivery, problems } from './refusals';
import { ringing } from './ringing';
import { session } from './session';

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
  ringing,
  contact,
  followScenes,
  content,
  composer,
  canned,
  attachmentErrors,
  messageTypes,
  problems,
  delivery,
} satisfies Catalogue;
