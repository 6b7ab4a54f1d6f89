/** Decides on identities: issues nonces, and registers a certificate whose key has signed one. */
import {refuse} from '../../../protocol/refusals.ts';
import type {ChatEvent} from '../event.ts';
import type {MemberRule} from '../rule.ts';

/** Issues a nonce for this connection; the one before it is void. */
const identityNonce: MemberRule<'identityNonce'> = (_state, {connection}, _request, {secrets}) => {
	const [{secret: nonce}] = secrets;
	return {events: [{type: 'nonceIssued', connection, nonce}], reply: () => ({nonce})};
};

/** Registers the identity that was proved; the same one again changes nothing. */
const registerIdentity: MemberRule<'registerIdentity'> = (
	state,
	{session: {user, connection}},
	_request,
	{identity, now: at},
) => {
	if (!identity || !state.nonces.has(connection)) return refuse('badIdentity');
	const isKnown = state.identities.get(user)?.certificate === identity.certificate;
	const events: ChatEvent[] = [
		{type: 'nonceUsed', connection},
		...(isKnown ? [] : [{type: 'identityRegistered', user, ...identity, at} as const]),
	];
	return {events, reply: () => ({})};
};

export const identityRules = {identityNonce, registerIdentity};
