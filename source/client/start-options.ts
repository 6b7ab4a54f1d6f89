/** Decides where the client goes at its start: as the command line says, else to the last server, else to the first screen. */
import type {Address} from '../../protocol/address.ts';
import type {VisitedServer} from '../state/model/link.ts';
import type {EventOf} from '../state/model/event.ts';
import type {RequestedAccount} from '../state/model/credentials.ts';

export type StartOptions = {
	readonly address?: Address;
	readonly user?: string;
	readonly password?: string;
	/** Makes the account. The key of a server on this machine is then accepted without a question. */
	readonly signUp: boolean;
};

/** @param known the visited servers, the one used last first */
export function startedEvent(known: readonly VisitedServer[], wishes: StartOptions): EventOf<'started'> {
	const go = goal(known, wishes);
	return {type: 'started', known, ...(go && {go})};
}

function goal(
	[last]: readonly VisitedServer[],
	{address: asked, user, password, signUp}: StartOptions,
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
