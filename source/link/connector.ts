/** Connects to servers, and keeps the verified connection of a probe for the sign-in that follows. */
import type {Socket} from 'node:net';
import type {Address} from '../../protocol/address.ts';
import {safeText} from '../../protocol/text.ts';
import type {Clock} from '../../lib/clock.ts';
import {dial, type Connected, type NotConnected} from './dial.ts';
import type {RequestOf} from '../../protocol/index.ts';
import {openStream} from './stream.ts';
import type {Trust} from './trust.ts';

/**
 * Milliseconds that the connection of a probe waits for a sign-in: long enough to type a password, and less than the 20 s after
 * which a server ends the connection of a stranger.
 */
const SPARE_TIME = 15_000;

type Spare = {readonly address: Address; readonly connected: Connected; readonly cancel: () => void};

export class Connector {
	readonly #trust: Trust;
	readonly #clock: Clock;
	#spare: Spare | undefined;

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
		const trust = {...this.#trust, acceptUnknown};
		const found = await dial(address, trust, {clock: this.#clock, signal});
		if (found.found === 'server') this.#keep(address, found);
		return found;
	}

	/**
	 * Takes the connection of the last probe if it leads to this server, else makes a new one. The caller owns its calls.
	 * @param signal ends the attempt when it is aborted
	 */
	async connect(address: Address, signal: AbortSignal): Promise<Connected | NotConnected> {
		return this.#take(address) ?? dial(address, this.#trust, {clock: this.#clock, signal});
	}

	/**
	 * Opens one side of a relay, or the transfer of a file.
	 * @param request with its one-time secret
	 * @throws Error with the reason
	 */
	async openStream(
		address: Address,
		request: RequestOf<'openRelay'> | RequestOf<'openTransfer'>,
		signal: AbortSignal,
	): Promise<Socket> {
		return openStream(address, request, this.#trust, {clock: this.#clock, signal});
	}

	/** Closes the connection that is kept, if there is one. */
	close(): void {
		const spare = this.#forget();
		spare?.calls.close(safeText`That was all.`);
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
