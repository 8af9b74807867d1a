import { TurnFailed } from '../../bots/asked';
import { toAnswered } from '../../bots/kinds/webhook';
import type { LaterTurn, ReplyTokens } from '../../bots/reply-tokens';
import { parseSiqAnswer } from '../../bots/salesiq/ask-salesiq';
import { laterAnswerRoutes } from '../../contracts/bots/later-answer';
import { ApiError, invalidField } from '../problems';
import { finding, implement, type Route } from '../route';
import { type AnswerLaterDeps, answerLater } from './answer-later';

type Deps = AnswerLaterDeps & { readonly replyTokens: Pick<ReplyTokens, 'open'> };

/** Where bots say something later: no other sign-in than the token in the address. */
export function createLaterAnswerRoutes(deps: Deps): readonly Route[] {
  const opened = (token: string): LaterTurn => {
    const turn = deps.replyTokens.open(token);
    if (turn === null) throw new ApiError('unauthenticated');
    return turn;
  };
  return implement(laterAnswerRoutes)({
    answerLater: finding(
      async ({ params }) => opened(params.token),
      ({ found, body }) => answerLater(deps, found, toAnswered(body)),
    ),
    callBackLater: finding(
      async ({ params }) => opened(params.requestId),
      ({ found, body }) => answerLater(deps, found, toAnsweredBySiq(body)),
    ),
  });
}

function toAnsweredBySiq(body: object) {
  try {
    const answered = parseSiqAnswer(JSON.stringify(body));
    if (answered.type === 'answered') return answered;
  } catch (error) {
    if (!(error instanceof TurnFailed)) throw error;
  }
  throw invalidField('action', 'is not an answer that says something');
}
