/** Makes the introduction of a user to their partner in a private chat. */
import type {UserName} from '../../../protocol/names.ts';
import type {Introduction} from '../../../protocol/private-chats.ts';
import type {Secret} from '../session.ts';
import type {State} from '../state.ts';

/**
 * Introduces a user to their partner.
 * @param relay the partner's own secret for a relay
 * @returns undefined where the user has no identity
 */
export function introductionOf(
	state: State,
	user: UserName,
	{secret: relay}: Secret,
): Introduction | undefined {
	const identity = state.identities.get(user);
	return identity && {certificate: identity.certificate, fingerprint: identity.fingerprint, relay};
}
