import type { MeBody } from '../../contracts/people/session';
import { grantedScopes } from '../../domain/token-scopes';
import { csrfTokenOf } from '../middleware/session-cookie';
import type { Viewer } from '../middleware/viewer';

/** Who is signed in, as the API shows it; `isDemo`: the simulator stands in for WeChat. */
export function presentMe(viewer: Viewer, isDemo: boolean): MeBody {
  const { operatorId, name, email, role, brandIds, mustChangePassword, mustSetUpTwoFactor } = viewer;
  const { via, scopes, sessionSecret } = viewer;
  return {
    id: operatorId,
    name,
    email,
    role,
    brandIds: [...brandIds],
    mustChangePassword,
    mustSetUpTwoFactor,
    ...(via === 'token' ? { scopes: [...grantedScopes(role, scopes)] } : {}),
    ...(sessionSecret === undefined ? {} : { csrfToken: csrfTokenOf(sessionSecret) }),
    ...(isDemo ? { demo: true } : {}),
  };
}
