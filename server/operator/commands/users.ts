/** Defines /users of the operator: who is connected. */
import {safeText} from '../../../protocol/text.ts';
import {defineOperatorCommand} from '../command.ts';
import type {Connected} from '../operated-server.ts';
import {bytesText, columns, durationText} from '../report.ts';

const HEAD = ['name', 'address', 'as', 'since', 'idle', 'waiting'] as const;

export const users = defineOperatorCommand({
	name: 'users',
	aliases: ['who'],
	group: 'people',
	summary: safeText`list who is connected: name, address, since when, idle for how long, and bytes that wait`,
	run(_args, {server}) {
		const {connections, now} = server;
		if (connections.length === 0) return {lines: [safeText`Nobody is connected.`], json: []};
		const rows = [...connections].sort(byName).map(each => rowOf(each, now));
		return {lines: columns(HEAD, rows), json: connections};
	},
});

/** Sorts by name, those who are not signed in last. */
function byName({user: one}: Connected, {user: other}: Connected): number {
	if (one === undefined || other === undefined)
		return Number(one === undefined) - Number(other === undefined);
	return one < other ? -1 : Number(one > other);
}

function rowOf({user, address, as, since, idle, waiting}: Connected, now: number): readonly string[] {
	return [
		user ?? '(not signed in)',
		address,
		as ?? '',
		since === undefined ? '' : durationText(Math.max(0, now - since)),
		idle === undefined ? '' : durationText(idle),
		bytesText(waiting),
	];
}
