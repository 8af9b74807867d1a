/** Whose account here a person from the provider of single sign-on has. */
import {
  isDomainAllowed,
  isSameAddress,
  readPerson,
  roleOf,
  type SignInObstacle,
} from '../../domain/sign-in/person-at-provider';
import type { ProvedPerson } from '../../oidc/provider';
import type { OidcRules } from '../../platform/settings/oidc-config';
import type { AuditActor } from '../../store/people/audit-log';
import type { BrandStore } from '../../store/people/brands';
import type { IdentityStore } from '../../store/people/identities';
import type { OperatorStore } from '../../store/people/operators';

export type PersonDeps = {
  readonly operators: Pick<OperatorStore, 'find' | 'findByEmail' | 'create' | 'update'>;
  readonly identities: Pick<IdentityStore, 'find' | 'link'>;
  readonly brands: Pick<BrandStore, 'idsNamed'>;
  readonly rules: OidcRules;
  /** The administrator who stays one whatever the provider says: the way in while it is away. */
  readonly emergencyId: string | null;
};

export type Found = { readonly operatorId: string } | { readonly obstacle: SignInObstacle };

/**
 * The operator, by issuer and subject; the first time by the verified e-mail address, or a new one if the rules make
 * them. Their role follows the provider if the rules say so. `by`: who acts, for the audit log.
 */
export async function operatorOfPerson(
  deps: PersonDeps,
  person: ProvedPerson,
  by: AuditActor,
): Promise<Found> {
  const { operators, identities, rules } = deps;
  const { email, isEmailVerified, name } = readPerson(person.issuer, person.claims);
  if (!isDomainAllowed({ email, isEmailVerified, name }, rules.allowedDomains)) {
    return { obstacle: isEmailVerified ? 'domain_not_allowed' : 'email_unverified' };
  }
  const known = await identities.find(person);
  const found =
    known !== null
      ? { operatorId: known }
      : email === null || !isEmailVerified
        ? ({ obstacle: 'email_unverified' } as const)
        : await firstTime(deps, person, { email, name }, by);
  if ('obstacle' in found) return found;
  const operator = await operators.find(found.operatorId);
  if (operator === null || operator.disabledAt !== null) return { obstacle: 'disabled' };
  if (rules.roles !== null) {
    const role = roleOf(person.claims, rules.roles);
    const staysAdministrator = operator.id === deps.emergencyId && operator.role === 'administrator';
    // The last administrator stays one: the store refuses, and they may sign in.
    if (role !== operator.role && !staysAdministrator) await operators.update(operator.id, { role }, by);
  }
  return found;
}

async function firstTime(
  deps: PersonDeps,
  person: ProvedPerson,
  { email, name }: { readonly email: string; readonly name: string },
  by: AuditActor,
): Promise<Found> {
  const { operators, identities, brands, rules } = deps;
  const identity = { issuer: person.issuer, subject: person.subject };
  const account = await operators.findByEmail(email);
  // The database takes some letters for the same that the provider does not.
  if (account !== null && !isSameAddress(account.operator.email, email)) return { obstacle: 'no_account' };
  if (account !== null) {
    const { id: operatorId, disabledAt } = account.operator;
    if (disabledAt !== null) return { obstacle: 'disabled' };
    if (await identities.link(operatorId, identity, by)) return { operatorId };
    // Another tab may have been faster; otherwise the address now belongs to another account at the provider.
    return (await identities.find(identity)) === operatorId
      ? { operatorId }
      : { obstacle: 'linked_to_other' };
  }
  if (!rules.createsOperators) return { obstacle: 'no_account' };
  const made = await operators.create(
    {
      name,
      email,
      role: rules.roles === null ? 'operator' : roleOf(person.claims, rules.roles),
      brandIds: await brands.idsNamed(rules.defaultBrands),
      passwordHash: null,
      identity,
    },
    by,
  );
  if ('operator' in made) return { operatorId: made.operator.id };
  const operatorId = await identities.find(identity);
  return operatorId === null ? { obstacle: 'linked_to_other' } : { operatorId };
}
