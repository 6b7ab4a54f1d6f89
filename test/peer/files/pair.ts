/** Two clients that exchange files over a real connection, which a test cuts and opens again. */
import {once} from 'node:events';
import {mkdir, realpath, writeFile} from 'node:fs/promises';
import {createServer, connect, type AddressInfo, type Socket} from 'node:net';
import path from 'node:path';
import {onTestFinished} from 'vitest';
import {z} from 'zod';
import type {UserName} from '../../../protocol/names.ts';
import {systemClock, type Clock} from '../../../lib/clock.ts';
import {
	ACKNOWLEDGEMENT,
	fileMessages,
	type FileMessage,
	type PeerPort,
} from '../../../source/peer/files/messages.ts';
import type {MovedTransfer as Transfer} from '../../../source/peer/files/progress.ts';
import {SharedFiles} from '../../../source/peer/files/shared-files.ts';
import {Transfers, type FileEvent} from '../../../source/peer/files/transfers.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {until} from '../../harness/until.ts';

export const messageSchema = z.discriminatedUnion('type', fileMessages);

type Listener = {
	handle: (message: FileMessage) => void;
	data: (transfer: number, bytes: Buffer) => void;
};

/** One end of a connection: frames of a length, a kind, and JSON or a transfer's number and bytes. */
export class End implements PeerPort {
	socket: Socket | undefined;
	/** What was said on this end, in order. */
	readonly said: FileMessage[] = [];
	dataBytes = 0;
	acknowledgements = 0;
	/** After so many bytes of data the connection takes no more, until it is opened again. */
	private heldAt = Infinity;

	tell(message: object): void {
		this.said.push(message as FileMessage);
		this.frame(0, Buffer.from(JSON.stringify(message)));
	}

	sendData(transfer: number, bytes: Buffer): boolean {
		const number = Buffer.alloc(4);
		number.writeUInt32BE(transfer);
		if (transfer < ACKNOWLEDGEMENT) this.dataBytes += bytes.length;
		else this.acknowledgements++;
		return this.frame(1, Buffer.concat([number, bytes])) && !this.isHeld;
	}

	async drained(): Promise<void> {
		return new Promise(resolve => {
			if (!this.isHeld) this.socket?.once('drain', resolve);
		});
	}

	/** Lets this end send so many bytes of data more, and then none. */
	hold(bytes: number): void {
		this.heldAt = this.dataBytes + bytes;
	}

	get isHeld(): boolean {
		return this.dataBytes >= this.heldAt;
	}

	listen(listener: Listener): void {
		let rest = Buffer.alloc(0);
		const {socket} = this;
		socket?.on('data', bytes => {
			rest = Buffer.concat([rest, bytes]);
			while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE()) {
				const payload = rest.subarray(5, 5 + rest.readUInt32BE());
				const kind = rest[4];
				rest = rest.subarray(5 + payload.length);
				if (kind === 0) listener.handle(messageSchema.parse(JSON.parse(payload.toString())));
				else listener.data(payload.readUInt32BE(), payload.subarray(4));
			}
		});
	}

	private frame(kind: number, payload: Buffer): boolean {
		const head = Buffer.alloc(5);
		head.writeUInt32BE(payload.length);
		head[4] = kind;
		return this.socket?.writable ? this.socket.write(Buffer.concat([head, payload])) : false;
	}
}

export async function connected(): Promise<[Socket, Socket]> {
	const server = createServer({noDelay: true}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const accepted = once(server, 'connection') as Promise<[Socket]>;
	const dialled = connect((server.address() as AddressInfo).port, '127.0.0.1');
	const [[socket]] = await Promise.all([accepted, once(dialled, 'connect')]);
	server.close();
	for (const each of [socket, dialled]) each.on('error', () => undefined); // a cut connection
	onTestFinished(() => {
		socket.destroy();
		dialled.destroy();
	});
	return [socket, dialled];
}

export type Person = {
	readonly user: UserName;
	transfers: Transfers;
	readonly shared: SharedFiles;
	/** A folder of the person's files. */
	readonly files: string;
	readonly downloads: string;
	readonly port: End;
	readonly events: FileEvent[];
	isFriend: boolean;
	/** Ends the private chat, and begins another one. */
	laterChat(): Promise<void>;
	/** What was reported last of a transfer. */
	transfer(number: number): Transfer | undefined;
	/** Resolves with a transfer that is done or ended. */
	over(number: number): Promise<Transfer>;
	/** Writes a file. @returns its path */
	file(name: string, content: string | Buffer): Promise<string>;
};

type Choices = {maxSize?: number; clock?: Clock};

export async function person(
	name: string,
	{maxSize = 2 ** 31, clock = systemClock}: Choices = {},
): Promise<Person> {
	const top = await realpath(await temporaryFolder());
	const [home, files] = [path.join(top, 'home'), path.join(top, 'files')];
	const downloads = path.join(home, 'downloads');
	await mkdir(files);
	const shared = await SharedFiles.open({
		file: path.join(home, 'shared.json'),
		privateFolders: [home],
		downloads,
	});
	const events: FileEvent[] = [];
	const port = new End();
	const user = name as UserName;
	let transfers = 0;
	const chat = () =>
		new Transfers({
			port,
			fingerprint: `key of the other of ${name}`,
			downloads: () => downloads,
			nextTransfer: () => ++transfers,
			maxSize,
			clock,
			user,
			isFriend: () => me.isFriend,
			shared,
			tell: event => void events.push(event),
		});
	const me: Person = {
		user,
		shared,
		files,
		downloads,
		port,
		events,
		isFriend: true,
		transfers: chat(),
		async laterChat() {
			await me.transfers.close();
			events.length = 0;
			me.transfers = chat();
		},
		transfer: number =>
			events
				.filter(event => event.type === 'transferMoved')
				.map(({transfer}) => transfer)
				.findLast(({transfer}) => transfer === number),
		async over(number) {
			const isOver = () => ['done', 'ended'].includes(me.transfer(number)?.status ?? '');
			await until(isOver);
			return me.transfer(number)!;
		},
		async file(called, content) {
			const file = path.join(files, called);
			await writeFile(file, content);
			return file;
		},
	};
	onTestFinished(async () => me.transfers.close());
	return me;
}

/** Opens a connection between two people, or opens it again. */
export async function join(alice: Person, bob: Person): Promise<void> {
	const sockets = await connected();
	for (const [at, me] of [alice, bob].entries()) {
		me.port.socket = sockets[at]!.setMaxListeners(0);
		me.port.hold(Infinity);
		me.port.listen({
			handle: message => me.transfers.handle(message),
			data: (transfer, bytes) => me.transfers.data(transfer, bytes),
		});
	}
}

/** Cuts the connection, and tells both. */
export function cut(alice: Person, bob: Person): void {
	for (const me of [alice, bob]) {
		me.port.socket?.destroy();
		me.port.socket = undefined;
		me.transfers.lost();
	}
}

/** Opens the connection again after {@link cut}, and tells both. @param hold bytes that bob may send */
export async function joinAgain(alice: Person, bob: Person, hold = Infinity): Promise<void> {
	await join(alice, bob);
	bob.port.hold(hold);
	await Promise.all([alice.transfers.reopened(), bob.transfers.reopened()]);
}

/** Two friends who are connected. */
export async function friends(choices: Choices = {}): Promise<{alice: Person; bob: Person}> {
	const [alice, bob] = [await person('alice', choices), await person('bob', choices)];
	await join(alice, bob);
	return {alice, bob};
}

/** Fetches the file of this name from the list of the other. @returns the number of the transfer */
export async function fetchFrom(me: Person, name: string, from?: Person): Promise<number> {
	const files = await listOf(me);
	from?.port.hold(2 ** 20);
	return me.transfers.get(files.find(file => file.name === name)!);
}

/** Begins to fetch a file, and resolves when some of it has arrived and the connection is stuck. @returns the number of the transfer */
export async function fetchSome(me: Person, name: string, from: Person): Promise<number> {
	const number = await fetchFrom(me, name, from);
	await someMore(me, from);
	return number;
}

/** Resolves when the sender has sent what {@link End.hold} allows, and the receiver has written some of it. */
export async function someMore(me: Person, from: Person): Promise<void> {
	const acknowledged = me.port.acknowledgements;
	await until(() => from.port.isHeld && me.port.acknowledgements > acknowledged);
}

/** Asks for the list of the other. */
export async function listOf(me: Person) {
	const before = me.events.length;
	me.transfers.list();
	const listed = () => me.events.slice(before).find(({type}) => type === 'filesListed');
	await until(() => listed() !== undefined);
	return (listed() as Extract<FileEvent, {type: 'filesListed'}>).files;
}
