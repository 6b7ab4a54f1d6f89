/** Writes what the operator is told once the server listens: how others join, and what is amiss with this machine. */
import {isLoopback} from '../protocol/address.ts';
import type {Policy} from './chat/rule.ts';
import type {RunningServer} from './running-server.ts';

export function* greeting(server: RunningServer, signUp: Policy['signUp']): Generator<string> {
	const [best, ...others] = server.joinLines;
	const who = signUp === 'closed' ? 'Nobody can sign up; those who have an account join' : 'Others join';
	const where = isLoopback(server.address) ? ', from this machine only,' : '';
	if (best !== undefined) yield `${who}${where} with: npx chat-tui ${best}`;
	for (const line of others) yield `or, on another network of this machine: npx chat-tui ${line}`;
	if (isLoopback(server.address)) yield 'To let others of your network in, start it with --host 0.0.0.0';
	else if (Number.parseInt(process.versions.node, 10) < 22)
		yield `Node ${process.versions.node} gets no security fixes any more; run the server with Node 22 or newer.`;
}
