import { toString as toSvg } from 'qrcode';
import { twoFactorRoutes } from '../../contracts/people/two-factor';
import { sha256 } from '../../platform/ids';
import { authenticatorUri, newAuthenticatorSecret } from '../../platform/secrets/authenticator';
import type { Passwords } from '../../platform/secrets/passwords';
import type { Operator } from '../../store/people/operator-rows';
import type { OperatorStore } from '../../store/people/operators';
import type { ChargedAttempt, SignInGuard } from '../../store/people/sign-in-guard';
import type { SignInPolicyStore } from '../../store/people/sign-in-policy';
import type { TwoFactorStore } from '../../store/people/two-factors';
import { chargeAttempt, checkCharged } from '../access/charge-attempt';
import { judgePassword, type PasswordSignIn } from '../access/password-sign-in';
import { auditActorOf, clientNetworkOf } from '../middleware/actor';
import type { Viewer } from '../middleware/viewer';
import { toIso } from '../present/times';
import { conflict, invalidField } from '../problems';
import { implement, type Route } from '../route';

type Deps = {
  readonly operators: Pick<OperatorStore, 'find' | 'findByEmail'>;
  readonly twoFactors: TwoFactorStore;
  readonly signInPolicy: SignInPolicyStore;
  readonly signInGuard: SignInGuard;
  readonly passwords: Passwords;
  readonly passwordSignIn: PasswordSignIn;
  readonly publicUrl: string;
};

/** ISO/IEC 18004: the light border that a reader needs. */
const QUIET_MODULES = 4;

type Own = { readonly viewer: Viewer; readonly request: Parameters<typeof auditActorOf>[0] };

/** The caller's own second factor, and who needs one. */
export function createTwoFactorRoutes(deps: Deps): readonly Route[] {
  const { operators, twoFactors, signInPolicy, signInGuard, passwords, passwordSignIn } = deps;

  /** Every attempt counts like one to sign in; `prove` forgives it only together with a code that is right. */
  const charge = ({ viewer, request }: Own): Promise<ChargedAttempt> =>
    chargeAttempt(signInGuard, viewer.email, clientNetworkOf(request));

  const canUsePassword = (operator: Pick<Operator, 'id' | 'hasPassword'> | null): boolean =>
    passwordSignIn.isOn
      ? operator?.hasPassword === true
      : operator !== null && operator.id === passwordSignIn.emergency?.operatorId;

  /** Charges an attempt and checks the password; refuses those who cannot sign in by one. */
  const requirePassword = async (own: Own, password: string): Promise<ChargedAttempt> => {
    const account = await operators.findByEmail(own.viewer.email);
    if (!canUsePassword(account?.operator ?? null)) throw noPassword();
    const attempt = await charge(own);
    const judge = () => judgePassword(passwordSignIn, passwords, account, password);
    if ((await checkCharged(signInGuard, attempt, judge)) !== null) return attempt;
    await failed(own, attempt, 'password');
    throw invalidField('currentPassword', 'is wrong', 'password_wrong');
  };

  const failed = ({ viewer: { operatorId }, request }: Own, attempt: ChargedAttempt, reason: string) =>
    signInGuard.failed(attempt, {
      action: 'two_factor.failed',
      operatorId,
      reason,
      by: auditActorOf(request),
    });

  /** Password and code, as for signing in. */
  const prove = async (own: Own, { currentPassword, code }: { currentPassword: string; code: string }) => {
    const { operatorId } = own.viewer;
    const attempt = await requirePassword(own, currentPassword);
    if (!(await twoFactors.state(operatorId)).isOn) throw isOff();
    if (!(await twoFactors.accept(operatorId, code, auditActorOf(own.request)))) {
      await failed(own, attempt, 'code');
      throw codeWrong();
    }
    await signInGuard.forgive(attempt);
  };

  return implement(twoFactorRoutes)({
    async getTwoFactor({ viewer: { operatorId, role } }) {
      const [state, { twoFactorRoles }, operator] = await Promise.all([
        twoFactors.state(operatorId),
        signInPolicy.get(),
        operators.find(operatorId),
      ]);
      return {
        isPossible: canUsePassword(operator),
        isOn: state.isOn,
        isDemanded: twoFactorRoles.includes(role),
        since: state.isOn ? toIso(state.since) : null,
        recoveryCodesLeft: state.isOn ? state.recoveryCodesLeft : 0,
      };
    },
    async setUpTwoFactor({ body: { currentPassword }, ...own }) {
      const { operatorId, email } = own.viewer;
      const attempt = await requirePassword(own, currentPassword);
      const secret = newAuthenticatorSecret();
      if (!(await twoFactors.setUp(operatorId, secret))) {
        throw conflict(
          'The second factor is on. Turn it off before you set up another one.',
          'two_factor_on',
        );
      }
      await signInGuard.forgive(attempt);
      const uri = authenticatorUri(secret, {
        issuer: `Duihua (${new URL(deps.publicUrl).host})`,
        label: email,
      });
      const svg = await toSvg(uri, { type: 'svg', margin: QUIET_MODULES });
      return { secret, uri, qrCode: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` };
    },
    async confirmTwoFactor({ body: { code }, ...own }) {
      const attempt = await charge(own);
      const { operatorId, sessionSecret } = own.viewer;
      const kept = sessionSecret === undefined ? undefined : sha256(sessionSecret);
      const recoveryCodes = await twoFactors.turnOn(operatorId, code, auditActorOf(own.request), kept);
      if (recoveryCodes === null) {
        await failed(own, attempt, 'code');
        throw codeWrong();
      }
      await signInGuard.forgive(attempt);
      return { recoveryCodes: [...recoveryCodes] };
    },
    async renewRecoveryCodes({ body, ...own }) {
      await prove(own, body);
      const codes = await twoFactors.renewRecoveryCodes(own.viewer.operatorId, auditActorOf(own.request));
      if (codes === null) throw isOff();
      return { recoveryCodes: [...codes] };
    },
    async turnOffTwoFactor({ body, ...own }) {
      await prove(own, body);
      await twoFactors.turnOff(own.viewer.operatorId, auditActorOf(own.request));
    },
    async getSignInPolicy() {
      const { twoFactorRoles } = await signInPolicy.get();
      return { twoFactorRoles: [...twoFactorRoles] };
    },
    async setSignInPolicy({ body, request }) {
      const { twoFactorRoles } = await signInPolicy.set(body, auditActorOf(request));
      return { twoFactorRoles: [...twoFactorRoles] };
    },
  });
}

function noPassword() {
  return conflict('You sign in without a password; a second factor belongs to one.', 'no_password');
}

function isOff() {
  return conflict('No second factor is on.', 'two_factor_off');
}

function codeWrong() {
  return invalidField('code', 'is wrong or was used before', 'code_wrong');
}
