/** Decides where the client goes at its start: as the command line says, else to the last server, else to the first screen. */
import type {Address} from '../../protocol/address.ts';
import type {HostedServer} from './perform.ts';
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

/**
 * @param known the visited servers, the one used last first
 * @param own the user's own server, if it runs
 */
export function startedEvent(
	known: readonly VisitedServer[],
	wishes: StartOptions,
	own?: HostedServer,
): EventOf<'started'> {
	const go = goal(known, wishes, own);
	return {type: 'started', known, ...(go && {go})};
}

function goal(
	[last]: readonly VisitedServer[],
	{address: asked, user, password, signUp}: StartOptions,
	own: HostedServer | undefined,
): EventOf<'started'>['go'] {
	const moved = asked === undefined && last ? addressNow(last.address, own) : undefined;
	if (user === undefined) {
		if (asked) return {kind: 'probeServer', address: asked};
		if (moved && last?.user)
			return {kind: 'probeServer', address: moved, account: {kind: 'signIn', user: last.user}};
		return last?.resumable && last.user
			? {kind: 'resume', address: last.address, user: last.user}
			: undefined;
	}

	const address = asked ?? moved ?? last?.address;
	const account: RequestedAccount = {
		kind: signUp ? 'signUp' : 'signIn',
		user,
		...(password !== undefined && {password}),
	};
	return address && {kind: 'probeServer', address, account};
}

/** @returns where the user's own server is, if it was at the address and has moved since */
function addressNow({host, port}: Address, own: HostedServer | undefined): Address | undefined {
	const now = own?.movedFrom === port ? own.addresses.find(each => each.host === host) : undefined;
	return now && {host, port: now.port};
}
