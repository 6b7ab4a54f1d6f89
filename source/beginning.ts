/** Where the client goes when it starts: what the command line asks for, else to the server used last, else the first screen. */
import {isLoopback, type Address} from '../protocol/address.ts';
import {userName} from '../protocol/names.ts';
import type {Link} from './link/link.ts';
import type {StateEvent} from './state/event.ts';
import type {Credentials} from './state/form.ts';
import type {KnownServer} from './state/state.ts';

export type Wishes = {
	readonly address?: Address;
	readonly user?: string;
	readonly password?: string;
	/** Makes the account. A server on this machine is then trusted without a question. */
	readonly signUp: boolean;
};

type Goal = Extract<StateEvent, {readonly type: 'started'}>['go'];

/** What happens first, in order. The first of them comes at once, the others once a server has been looked at. */
export async function* beginning(link: Link, wishes: Wishes): AsyncGenerator<StateEvent> {
	const known = await link.remembered();
	const {user, address = user === undefined ? undefined : known[0]?.address} = wishes;
	if (address === undefined) yield started(known, lastSession(known));
	else if (user === undefined) yield started(known, {kind: 'knock', address});
	else yield* enter(link, {...wishes, address, user}, known);
}

/** The server is looked at first, since a person must be asked before a password goes to a stranger. */
async function* enter(
	link: Link,
	{address, user, password, signUp}: Wishes & {readonly address: Address; readonly user: string},
	known: readonly KnownServer[],
): AsyncGenerator<StateEvent> {
	yield started(known);
	const seen = await link.knock(address);
	const trusts = seen.found === 'unknown' && signUp && isLoopback(address.host);
	const found = trusts ? await link.trust(address, seen.fingerprint) : seen;
	if (found.found !== 'server') yield {type: 'knocked', address, ...found};
	else if (password !== undefined) {
		const credentials: Credentials = {kind: signUp ? 'signUp' : 'signIn', address, user, password};
		yield started(known, credentials);
	} else if (found.resumableAs === userName(user)) {
		yield started(known, {kind: 'resume', address, user});
	} else {
		const {resumableAs: _other, ...server} = found;
		yield started(withUser(known, address, user));
		yield {type: 'knocked', address, ...server};
	}
}

function lastSession([last]: readonly KnownServer[]): Goal {
	return last?.resumable && last.user ? {kind: 'resume', address: last.address, user: last.user} : undefined;
}

/** The form for this server then begins with the name. */
function withUser(known: readonly KnownServer[], address: Address, text: string): readonly KnownServer[] {
	const user = userName(text);
	const {host, port} = address;
	const others = known.filter(other => other.address.host !== host || other.address.port !== port);
	return [{address: {host, port}, ...(user && {user}), resumable: false}, ...others];
}

function started(known: readonly KnownServer[], go?: Goal): StateEvent {
	return {type: 'started', known, ...(go && {go})};
}
