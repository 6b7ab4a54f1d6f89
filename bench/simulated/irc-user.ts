/** Simulates a user of an IRC server: since IRC acknowledges no message, the partner's receipt counts. */
import type {Socket} from 'node:net';
import {person} from '../world/people.ts';
import type {Start} from '../world/senders.ts';
import {opened, type Listening} from './connection.ts';
import {fail, SimulatedUser, TEXT} from './simulated-user.ts';

const WELCOME = ' 001 ';
const PING = 'PING';
const P = PING.charCodeAt(0);
/** Index of the last digit of the sender's name in `:user000001!…`, which no server's name has there. */
const DIGIT = ':user00000'.length;

export class IrcUser extends SimulatedUser {
	private readonly line: string;
	/** The last digit of the partner's name. */
	private readonly digit: number;
	private partner: IrcUser | undefined;

	/** Signs two partners in, the `at`-th user and the next one. */
	static async pair(to: Start, at: number): Promise<[IrcUser, IrcUser]> {
		const pair: [IrcUser, IrcUser] = [await IrcUser.signedIn(to, at), await IrcUser.signedIn(to, at + 1)];
		[pair[0].partner, pair[1].partner] = [pair[1], pair[0]];
		return pair;
	}

	private static async signedIn({port}: Start, at: number): Promise<IrcUser> {
		const listening: Listening = {onLine: () => undefined, onChunk: () => undefined, onError: fail};
		const socket = await opened(port, false, listening);
		const {user} = person(at);
		socket.on('close', () => fail(new Error(`The server has closed the connection of ${user}.`)));
		await new Promise<void>(resolve => {
			listening.onLine = (bytes, start, end) => {
				const line = bytes.toString('latin1', start, end);
				if (line.startsWith(PING)) socket.write(pong(line));
				if (line.includes(WELCOME)) resolve();
			};
			socket.write(`NICK ${user}\r\nUSER ${user} 0 * :a simulated user\r\n`);
		});
		const irc = new IrcUser(socket, person(at ^ 1).user);
		listening.onLine = (bytes, start, end) => irc.read(bytes, start, end);
		listening.onChunk = () => {
			irc.flush();
			irc.partner?.flush(); // whose message may have been acknowledged
		};
		return irc;
	}

	private constructor(socket: Socket, partner: string) {
		super(socket);
		this.line = `PRIVMSG ${partner} :${TEXT}\r\n`;
		this.digit = partner.charCodeAt(partner.length - 1);
	}

	override ping(): void {
		this.socket.write('PING bench\r\n');
	}

	protected override frame(): string {
		return this.line;
	}

	private read(bytes: Buffer, start: number, end: number): void {
		if (bytes[start] === P) {
			this.output += pong(bytes.toString('latin1', start, end));
		} else if (bytes[start + DIGIT] === this.digit) {
			this.heard++;
			this.partner?.acknowledged();
		}
	}
}

function pong(ping: string): string {
	return `PONG${ping.slice(PING.length).trimEnd()}\r\n`;
}
