/** Defines the commands that start, stop and describe the server: /status, /start, /stop and /quit. */
import {isLoopback} from '../../../protocol/address.ts';
import {counted} from '../../../protocol/counted.ts';
import {safeText} from '../../../protocol/text.ts';
import {runOf} from '../../chat/session.ts';
import {defineOperatorCommand, whileStopped, type OperatorContext} from '../command.ts';
import type {OperatedServer} from '../operated-server.ts';
import {bytesText, connected, durationText, report, type Outcome} from '../report.ts';

export const status = whileStopped(
	defineOperatorCommand({
		name: 'status',
		group: 'the server',
		summary: safeText`show where the server listens, how others join, and what it uses`,
		run(_args, {host}) {
			const {server} = host;
			if (!server) return {lines: [safeText`The server is stopped.`], json: {listening: false}};
			const {listening, counters, folder, now} = server;
			const {address, port, since, fingerprint, joinLines} = listening;
			const {messages, connections, journal, free, memory} = counters;
			const where = isLoopback(address) ? ', from this machine only,' : '';
			const lines = [
				safeText`Listening on ${address}:${port} for ${durationText(Math.max(0, now - since))}`,
				...joinLines.map(line => safeText`Others join${where} with: npx chat-tui ${line}`),
				...(fingerprint === undefined ? [] : [safeText`Fingerprint of the key: SHA256:${fingerprint}`]),
				safeText`Data in ${folder}; ${bytesText(free)} of the disk are free`,
				safeText`${counted(connections, 'connection')}, ${counted(messages, 'message')} since the start`,
				safeText`Journal ${bytesText(journal)}, memory ${bytesText(memory)}`,
				...(server.store.journal.shared?.isReachable() === false
					? [safeText`The record does not answer, and nothing is stored until it does; look after PostgreSQL`]
					: []),
				...serversOf(server).map(
					({name, address, people, behind, isThis}) =>
						safeText`${isThis ? 'This server' : 'Beside it'}: ${name}, reached at ${address}, ${counted(people, 'person', 'people')}, ${counted(behind, 'entry', 'entries')} behind`,
				),
			];
			const servers = serversOf(server);
			const json = {
				listening: true,
				pid: process.pid,
				folder,
				...listening,
				...counters,
				...(servers.length > 0 && {servers}),
			};
			return {lines, json};
		},
	}),
);

export const start = whileStopped(
	defineOperatorCommand({
		name: 'start',
		group: 'the server',
		summary: safeText`start the server again after /stop`,
		async run(_args, {host}) {
			const problem = await host.start();
			return problem ?? report(safeText`The server listens.`);
		},
	}),
);

export const stop = defineOperatorCommand({
	name: 'stop',
	group: 'the server',
	consequence: 'ends',
	summary: safeText`tell everybody, close all connections, and listen no more; the console stays`,
	run: (_args, context) =>
		whenNobodyMinds(context, safeText`Stop the server`, () => {
			void context.host.stop('by /stop'); // the log says how it goes on
			return report(safeText`The server stops.`);
		}),
});

export const quit = whileStopped(
	defineOperatorCommand({
		name: 'quit',
		aliases: ['exit', 'q'],
		group: 'the server',
		consequence: 'ends',
		summary: safeText`stop the server, and end the program`,
		run: (_args, context) =>
			whenNobodyMinds(context, safeText`Stop the server and quit`, () => {
				context.host.quit();
				return report(safeText`The server stops.`);
			}),
	}),
);

/** The servers on the same record, with the people who are connected there; none where this server is alone. */
function serversOf({state, store}: OperatedServer) {
	const {shared, last} = store.journal;
	const screens = [...state.presence.sessions.values()].filter(({as}) => as === 'screen');
	return (shared?.servers ?? []).map(({run, name, address, position}) => ({
		name,
		address,
		people: screens.filter(({connection}) => runOf(connection) === run).length,
		behind: run === shared?.run ? 0 : Math.max(0, last - position),
		isThis: run === shared?.run,
	}));
}

/** Goes on at once where nobody is connected; else asks first. */
function whenNobodyMinds(
	{host}: OperatorContext,
	what: ReturnType<typeof safeText>,
	go: () => ReturnType<typeof report>,
): Outcome {
	const {people, said} = connected(host.server?.connections ?? []);
	return people === 0 ? go() : {confirm: safeText`${what}? ${said}`, go: () => Promise.resolve(go())};
}
