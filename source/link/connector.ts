/** Connects to servers, to another on the same record where one is lost, and keeps the connection of a probe for the sign-in that follows. */
import type {Socket} from 'node:net';
import {ifReadable} from '../../lib/atomic-json-file.ts';
import {addressText, type Address, type Place} from '../../protocol/address.ts';
import {safeText} from '../../protocol/text.ts';
import type {Clock} from '../../lib/clock.ts';
import {dial, whyNot, type Connected, type NotConnected} from './dial.ts';
import {knownServer} from './known-servers.ts';
import {placesOf, placesTold, relayPlace, rotated} from './places.ts';
import type {RequestOf} from '../../protocol/index.ts';
import {openStream} from './stream.ts';
import type {Trust} from './trust.ts';

/**
 * Milliseconds that the connection of a probe waits for a sign-in: long enough to type a password, and less than the 20 s after
 * which a server ends the connection of a stranger.
 */
const SPARE_TIME = 15_000;

/** The one-time secret of this side of the relay of a private chat. */
export type RelaySide = {readonly chat: string; readonly token: string};

const enough = safeText`That was all.`;

type Spare = {readonly address: Address; readonly connected: Connected; readonly cancel: () => void};

export class Connector {
	readonly #trust: Trust;
	readonly #clock: Clock;
	#spare: Spare | undefined;
	/** By the address under which a server is known: all on its record, the one in use first. */
	readonly #places = new Map<string, readonly Place[]>();
	/** Likewise, as all clients of the record are told. */
	readonly #told = new Map<string, readonly string[]>();

	constructor(trust: Trust, clock: Clock) {
		this.#trust = trust;
		this.#clock = clock;
	}

	/**
	 * Connects and says hello. A connection that comes about is kept for {@link connect}; do not close its calls.
	 * @param acceptUnknown tells whether a key that is seen for the first time is accepted; none is, unless it is given
	 */
	async probe(address: Address, acceptUnknown: Trust['acceptUnknown']): Promise<Connected | NotConnected> {
		const {signal} = new AbortController();
		const found = await this.#reach(address, {...this.#trust, acceptUnknown}, signal);
		if (found.found === 'server') this.#keep(address, found);
		return found;
	}

	/**
	 * Takes the connection of the last probe if it leads to this server, else makes a new one. The caller owns its calls.
	 * @param signal ends the attempt when it is aborted
	 */
	async connect(address: Address, signal: AbortSignal): Promise<Connected | NotConnected> {
		return this.#take(address) ?? this.#reach(address, this.#trust, signal);
	}

	/** All servers on the record of this one, the one in use first; the server alone where it shares none. */
	placesOf(address: Address): readonly Place[] {
		return this.#places.get(addressText(address)) ?? placesOf(address, []);
	}

	/** Takes where all servers on the record are, as the server says. */
	learn(address: Address, told: readonly string[] = []): void {
		const places = placesTold(address, this.placesOf(address), told, () => this.#clock.random());
		this.#places.set(addressText(address), places);
		this.#told.set(addressText(address), told);
	}

	/** Tries another server first from now on: the connection to the one in use is lost. */
	leave(address: Address): void {
		this.#places.set(addressText(address), rotated(this.placesOf(address), 1));
	}

	/**
	 * Connects to another server on the record that can store, for the next {@link connect}.
	 * @param isWanted asked once there is one @returns whether there is, and it is wanted
	 */
	async findStoring(address: Address, signal: AbortSignal, isWanted: () => boolean): Promise<boolean> {
		const places = this.placesOf(address);
		for (const [index, at] of places.entries()) {
			if (index === 0 || !isWanted()) continue;
			const found = await dial(address, this.#trust, {clock: this.#clock, signal}, at);
			if (found.found !== 'server') continue;
			if (found.hello.isStoring === false || !isWanted()) found.calls.close(enough);
			else {
				this.#places.set(addressText(address), rotated(places, index));
				this.#keep(address, found);
				return true;
			}
		}

		return false;
	}

	/** Opens one side of a relay, at the server where the other side comes, too. @throws Error with the reason */
	async openRelay(address: Address, {chat, token}: RelaySide, signal: AbortSignal): Promise<Socket> {
		const at = relayPlace(address, this.#told.get(addressText(address)) ?? [], chat);
		return this.#openStream(address, {type: 'openRelay', token}, signal, at);
	}

	/** Opens the transfer of a file. @param request with its one-time secret @throws Error with the reason */
	async openTransfer(
		address: Address,
		request: RequestOf<'openTransfer'>,
		signal: AbortSignal,
	): Promise<Socket> {
		return this.#openStream(address, request, signal);
	}

	/** Closes the connection that is kept, if there is one. */
	close(): void {
		const spare = this.#forget();
		spare?.calls.close(enough);
	}

	async #openStream(
		address: Address,
		request: RequestOf<'openRelay'> | RequestOf<'openTransfer'>,
		signal: AbortSignal,
		at = this.placesOf(address)[0] ?? address,
	): Promise<Socket> {
		return openStream(address, request, this.#trust, {clock: this.#clock, signal}, at);
	}

	/** Tries each server on the record, once, for one that can store. @returns what was found at the address itself if none answers */
	async #reach(address: Address, trust: Trust, signal: AbortSignal): Promise<Connected | NotConnected> {
		const places = await this.#readPlaces(address);
		const reach = async (at: Place, index: number): Promise<Connected | NotConnected> => {
			const found = await dial(address, trust, {clock: this.#clock, signal}, at);
			if (found.found === 'server') this.#places.set(addressText(address), rotated(places, index));
			return found;
		};
		let failed: NotConnected | undefined;
		let idle: (() => Promise<Connected | NotConnected>) | undefined;
		for (const [index, at] of places.entries()) {
			const found = await reach(at, index);
			const isIdle = found.found === 'server' && found.hello.isStoring === false && places.length > 1;
			if (isIdle) {
				found.calls.close(enough);
				idle ??= async () => reach(at, index);
				continue;
			}

			if (found.found === 'server' || found.found === 'unknown' || signal.aborted) return found;
			const isIt = addressText(at) === addressText(address);
			if (isIt) failed = found;
			else failed ??= {found: 'nothing', problem: whyNot(at, found, address)};
		}

		if (idle) return idle();
		return failed ?? dial(address, trust, {clock: this.#clock, signal});
	}

	async #readPlaces(address: Address): Promise<readonly Place[]> {
		const known = this.#places.get(addressText(address));
		const kept = known ?? (await ifReadable(knownServer(this.#trust.home, address)))?.servers ?? [];
		return placesOf(address, kept);
	}

	#keep(address: Address, connected: Connected): void {
		this.close();
		const cancel = this.#clock.after(SPARE_TIME, () => this.close());
		this.#spare = {address, connected, cancel};
	}

	#take({host, port, fingerprint}: Address): Connected | undefined {
		const spare = this.#spare;
		if (!spare?.connected.calls.isOpen) return undefined;
		const isThere = spare.address.host === host && spare.address.port === port;
		const isMeant = fingerprint === undefined || fingerprint === spare.connected.fingerprint;
		return isThere && isMeant ? this.#forget() : undefined;
	}

	#forget(): Connected | undefined {
		const spare = this.#spare;
		spare?.cancel();
		this.#spare = undefined;
		return spare?.connected;
	}
}
