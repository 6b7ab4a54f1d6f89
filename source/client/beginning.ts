/** Where the client goes when it starts: what the command line asks for, else to the server used last, else the first screen. */
import type {Address} from '../../protocol/address.ts';
import type {VisitedServer} from '../state/model/link.ts';
import type {EventOf} from '../state/model/event.ts';
import type {RequestedAccount} from '../state/model/credentials.ts';

export type Wishes = {
	readonly address?: Address;
	readonly user?: string;
	readonly password?: string;
	/** Makes the account. A server on this machine is then trusted without a question. */
	readonly signUp: boolean;
};

/** `known`: the servers this client has been to, the one used last first. */
export function beginning(known: readonly VisitedServer[], wishes: Wishes): EventOf<'started'> {
	const go = goal(known, wishes);
	return {type: 'started', known, ...(go && {go})};
}

function goal(
	[last]: readonly VisitedServer[],
	{address: asked, user, password, signUp}: Wishes,
): EventOf<'started'>['go'] {
	if (user === undefined) {
		if (asked) return {kind: 'probeServer', address: asked};
		return last?.resumable && last.user
			? {kind: 'resume', address: last.address, user: last.user}
			: undefined;
	}

	const address = asked ?? last?.address;
	const account: RequestedAccount = {
		kind: signUp ? 'signUp' : 'signIn',
		user,
		...(password !== undefined && {password}),
	};
	return address && {kind: 'probeServer', address, account};
}
