/** Starts a server on a folder that is removed afterwards: for this machine alone, quiet, and with passwords that protect nothing. */
import {Passwords} from './auth/passwords.ts';
import {DEFAULT_POLICY} from './chat/rule.ts';
import type {RunningServer} from './running-server.ts';
import {startServer} from './server.ts';

/** Quick to compute. */
const CHEAP = {ln: 4, r: 8, p: 1};

/** @param folder the data folder @throws CannotStart */
export async function startThrowAway(folder: string): Promise<RunningServer> {
	return startServer({
		folder,
		host: '127.0.0.1',
		port: 0,
		plaintext: false,
		announce: false,
		policy: DEFAULT_POLICY,
		passwords: new Passwords({cost: CHEAP}),
		write: () => undefined,
	});
}
