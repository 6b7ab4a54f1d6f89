/** Sends the frames of long answers one at a time, as the client reads them; what is sent meanwhile follows in order. */
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';
import type {Connection} from './connection.ts';

type Lines = Iterable<string>;

export class PacedLines {
	private readonly connection: Connection;
	private readonly maxWaiting: number;
	private making: Iterator<string> | undefined;
	private waiting: Array<string | Lines> = [];
	/** UTF-16 units of the lines that wait. */
	private size = 0;

	/** @param maxWaiting bytes, about, of the lines that may wait for a client that does not read */
	constructor(connection: Connection, maxWaiting: number) {
		this.connection = connection;
		this.maxWaiting = maxWaiting;
	}

	/** Sends a line, or the lines of an answer, which are made when it is their turn. */
	add(added: string | Lines): void {
		if (this.making) this.waiting.push(added);
		else if (typeof added === 'string') this.connection.send(added);
		else this.begin(added);
		if (!this.making || typeof added !== 'string') return;
		this.size += added.length;
		if (this.size > this.maxWaiting) this.connection.overflow();
	}

	/** Sends all that waits, at once. */
	flush(): void {
		const lines = this.making;
		if (!lines) return;
		for (let next = lines.next(); next.done !== true; next = lines.next()) this.connection.send(next.value);
		this.ended();
		this.flush();
	}

	private begin(lines: Lines): void {
		this.making = lines[Symbol.iterator]();
		this.sendNext();
	}

	private sendNext(): void {
		const next = this.making?.next();
		if (!next || next.done === true) {
			this.ended();
			return;
		}

		this.connection.send(next.value);
		this.connection.whenRead(() => this.goOn());
	}

	/** All long work of a turn of the event loop shares one time slice. */
	private goOn(): void {
		if (isSliceOver()) void nextSlice().then(() => this.sendNext());
		else this.sendNext();
	}

	/** Sends what waits, up to the next long answer. */
	private ended(): void {
		this.making = undefined;
		const {waiting} = this;
		this.waiting = [];
		this.size = 0;
		for (const each of waiting) this.add(each);
	}
}
