/** A small server for tests of the link: real TLS, the real frames, a memory of what was stored, and strings to pull. */
import {generateKeyPairSync, randomBytes, X509Certificate} from 'node:crypto';
import {createServer as createPlainServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {createServer} from 'node:tls';
import type {Announcement, RequestOf, RequestType} from '../../protocol/index.ts';
import {encodeAnnouncement, parseRequest, type RequestFrame} from '../../protocol/frames.ts';
import {LineSplitter} from '../../protocol/lines.ts';
import {userName, type UserName} from '../../protocol/names.ts';
import {encodeAnswer} from '../../protocol/chunked-reply.ts';
import {isRefusal, refuse, type Refusal} from '../../protocol/refusals.ts';
import {PROTOCOL} from '../../protocol/server-info.ts';
import {MessageOrder} from '../../server/core/message-order.ts';
import {selfSigned} from '../../lib/self-signed.ts';
import {fingerprintOf} from '../../lib/fingerprint.ts';
import {addressText, type Address} from '../../protocol/address.ts';

type Identity = {readonly key: string; readonly cert: string; readonly fingerprint: string};

/** A new key with a certificate that it signed itself. */
export async function newIdentity(): Promise<Identity> {
	const {privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
	const cert = await selfSigned(privateKey);
	const key = privateKey.export({type: 'pkcs8', format: 'pem'}) as string;
	return {key, cert, fingerprint: fingerprintOf(new X509Certificate(cert))};
}

/** What to do instead of answering: `cutBefore` forgets the request, `cutAfter` carries it out but the reply is lost. */
type Interference = 'cutBefore' | 'cutAfter' | 'silence' | Refusal | {ok: object} | undefined;

export type FakeServerOptions = {
	identity?: Identity;
	port?: number;
	plaintext?: boolean;
};

type Stored = {id: string; conversation: string; text: string; chat?: number};

export class FakeServer {
	/** Every request that was understood, in order. */
	readonly requests: RequestFrame[] = [];
	/** Every message, stored once. */
	readonly stored: Stored[] = [];
	/** Bytes of application data received. */
	bytes = 0;
	store = 'store-1';
	/** Where all servers on its record are, if it tells so. */
	servers: string[] | undefined;
	/** Asked before each request is carried out. */
	interfere: (request: RequestFrame) => Interference = () => undefined;
	readonly address: Address;
	readonly fingerprint: string;
	readonly identity: Identity;
	readonly sockets = new Set<Socket>();
	private readonly tokens = new Map<string, UserName>();
	private readonly passwords = new Map<string, string>();
	private readonly server: Server;

	private constructor(server: Server, identity: Identity) {
		this.identity = identity;
		this.fingerprint = identity.fingerprint;
		this.server = server;
		this.address = {host: '127.0.0.1', port: (server.address() as AddressInfo).port};
	}

	static async start({identity: given, port = 0, plaintext}: FakeServerOptions = {}): Promise<FakeServer> {
		const identity = given ?? (await newIdentity());
		const {key, cert} = identity;
		const server = plaintext ? createPlainServer() : createServer({key, cert, minVersion: 'TLSv1.3'});
		await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
		const fake = new FakeServer(server, identity);
		server.on('tlsClientError', () => undefined);
		server.on(plaintext ? 'connection' : 'secureConnection', (socket: Socket) => fake.accept(socket));
		return fake;
	}

	register(user: string, password: string): void {
		this.passwords.set(user, password);
	}

	/** As if it were the other one, started again. */
	adoptTokens(other: FakeServer): void {
		for (const [token, user] of other.tokens) this.tokens.set(token, user);
	}

	announce(announcement: Announcement | {type: string}): void {
		for (const socket of this.sockets) socket.write(encodeAnnouncement(announcement as Announcement));
	}

	/** Says where all servers are: itself and the others. */
	isBeside(...others: FakeServer[]): void {
		this.servers = [this, ...others].map(({address}) => addressText(address));
		for (const other of others) other.adoptTokens(this);
	}

	/** Cuts every connection. */
	cut(): void {
		for (const socket of this.sockets) socket.destroy();
	}

	async close(): Promise<void> {
		this.cut();
		await new Promise(resolve => this.server.close(resolve));
	}

	asked<T extends RequestType>(type: T): Array<Extract<RequestFrame, {type: T}>> {
		return this.requests.filter((each): each is Extract<RequestFrame, {type: T}> => each.type === type);
	}

	private accept(socket: Socket): void {
		const [lines, order] = [new LineSplitter(128 * 1024), new MessageOrder()];
		this.sockets.add(socket.setNoDelay(true));
		socket.on('close', () => this.sockets.delete(socket));
		socket.on('error', () => undefined);
		socket.on('data', (chunk: Buffer) => {
			this.bytes += chunk.length;
			for (const line of lines.lines(chunk)) this.take(socket, line, order);
		});
	}

	private take(socket: Socket, line: string, order: MessageOrder): void {
		if (socket.destroyed) return;
		const request = parseRequest(line);
		if ('bad' in request) throw new Error(`not a request: ${line}`);
		this.requests.push(request);
		const interference = this.interfere(request);
		if (interference === 'silence') return;
		if (interference === 'cutBefore') {
			socket.destroy();
			return;
		}

		const reply = order.refusal(request) ?? this.reply(request, order, interference);
		if (interference === 'cutAfter') socket.destroy();
		else for (const frame of encodeAnswer(request.id, reply)) socket.write(frame);
	}

	private reply(request: RequestFrame, order: MessageOrder, interference: Interference): object {
		const given = typeof interference === 'object' ? interference : {ok: this.answer(request)};
		const reply = isRefusal(given) ? given : given.ok;
		order.note(request, reply);
		return reply;
	}

	private answer(request: RequestFrame): object {
		switch (request.type) {
			case 'hello':
				return {protocol: PROTOCOL, oldest: 1, store: this.store, signUp: 'open', futureField: 1};
			case 'signUp':
				this.register(request.user, request.password);
				return this.signedIn(request.user);
			case 'signIn':
				if (this.passwords.get(request.user) !== request.password) return refuse('wrongPassword');
				return this.signedIn(request.user);
			case 'resume': {
				const user = this.tokens.get(request.token);
				return user === undefined ? refuse('badToken') : this.signedIn(user, request.token);
			}

			case 'send':
				return this.storeOnce(request);
			case 'history':
				return this.page(request);
			case 'changePassword':
				return {token: this.newToken('alice')};
			default:
				return {};
		}
	}

	private page({conversation, before = Infinity, after, limit}: RequestOf<'history'>): object {
		const all = this.stored
			.filter(each => each.conversation === conversation)
			.map(({id, text, chat}, at) => ({
				sequence: at + 1,
				id,
				from: 'alice',
				at: Date.UTC(2026, 10, 20) + at * 60_000,
				text,
				...(chat !== undefined && {chat}),
			}));
		const asked = all.filter(({sequence}) => sequence > (after ?? 0) && sequence < before);
		return {messages: after === undefined ? asked.slice(-limit) : asked.slice(0, limit), last: all.length};
	}

	private storeOnce({messageId: id, conversation, text}: RequestOf<'send'>): object {
		let at = this.stored.findIndex(each => each.id === id);
		if (at < 0) at = this.stored.push({id, conversation, text}) - 1;
		return {sequence: at + 1, at: 1000 + at, waitsFor: []};
	}

	private signedIn(name: string, token = this.newToken(name)): object {
		return {user: userName(name), token, now: 0, people: [], conversations: [], servers: this.servers};
	}

	private newToken(name: string): string {
		const token = randomBytes(16).toString('base64url');
		this.tokens.set(token, userName(name)!);
		return token;
	}
}
