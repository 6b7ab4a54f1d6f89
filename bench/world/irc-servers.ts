/** Configures and runs IRC servers on a free port, without their limits on how fast users may send. */
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {freePort} from './free-port.ts';
import {end, scratchFolder} from './scratch.ts';
import type {Endpoint} from './server.ts';

type IrcServer = {
	readonly name: string;
	/** Pairs that may sign in at the same time: a few for a short queue of connections, many where sign-ins are completed once a second. */
	readonly atOnce: number;
	readonly configuration: (port: number) => string;
	readonly args: (file: string) => string[];
};

export const ircServers: readonly IrcServer[] = [
	{
		name: 'ngircd',
		atOnce: 1,
		configuration: port => `
[Global]
	Name = irc.bench
	Info = benchmark
	Listen = 127.0.0.1
	Ports = ${port}
	MotdPhrase = hello
[Limits]
	MaxConnections = 0
	MaxConnectionsIP = 0
	MaxNickLength = 30
	MaxPenaltyTime = 0
	PingTimeout = 600
[Options]
	DNS = no
	Ident = no
	PAM = no
`,
		args: file => ['--nodaemon', '--config', file],
	},
	{
		name: 'inspircd',
		atOnce: 500,
		configuration: port => `
<server name="irc.bench" description="benchmark" network="bench">
<admin name="bench" nick="bench" email="bench@irc.bench">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect allow="*" timeout="60" pingfreq="600" fakelag="no" threshold="1000000000" commandrate="1000000000"
	recvq="1048576" softsendq="1048576" hardsendq="16777216" localmax="10000" globalmax="10000"
	resolvehostnames="no" useident="no">
<performance quietbursts="yes" somaxconn="128" softlimit="12800">
`,
		args: file => ['--config', file, '--nofork', '--nopid', '--runasroot'],
	},
];

export async function startIrcServer({configuration, args}: IrcServer, program: string): Promise<Endpoint> {
	const port = await freePort();
	const file = path.join(await scratchFolder(), 'irc.conf');
	await writeFile(file, configuration(port));
	const process = spawn(program, args(file), {stdio: 'ignore'});
	await listening(process, port);
	return {pid: process.pid ?? 0, port, secure: false, stop: async () => end(process)};
}

async function listening(process: ChildProcess, port: number): Promise<void> {
	for (;;) {
		const socket = connect(port, '127.0.0.1');
		try {
			await once(socket, 'connect');
			return;
		} catch (error) {
			if (process.exitCode !== null) throw error;
			await pause(20);
		} finally {
			socket.destroy();
		}
	}
}
