/** Mounts, places and unmounts the panes that the state asks for, each with its own Ink root. */
import {createElement, type ComponentType} from 'react';
import {render, type Instance} from 'ink';
import type {Compositor} from '../compositor.ts';
import {Handshake} from '../handshake.ts';
import type {Rectangle} from '../layout/rectangle.ts';
import type {Palette} from '../palette.ts';
import {Pane} from '../pane.ts';
import type {PaneProps} from './pane-props.ts';
import {PaletteContext} from './theme.ts';
import type {Readable} from './use-select.ts';

export type PaneDefinition<S> = {
	readonly component: ComponentType<PaneProps<S>>;
	/** Rectangle of the pane; undefined: not on the screen. */
	readonly at: (state: S) => Rectangle | undefined;
	/** A pane with a larger depth covers the others. */
	readonly depth: number;
	/** Rectangle that is blank behind the pane. */
	readonly veil?: (at: Rectangle, state: S) => Rectangle;
};

type PaneManagerOptions<S, N extends string> = Pick<PaneProps<S>, 'dispatch'> & {
	readonly store: Pick<Readable<S>, 'snapshot'>;
	readonly panes: Readonly<Record<N, PaneDefinition<S>>>;
	readonly compositor: Compositor;
	/** Whether the panes have frames. */
	readonly isFramed: (state: S) => boolean;
	/** The colours: another object only when they change. */
	readonly paletteOf: (state: S) => Palette;
	/** The pane whose text input has the keyboard. */
	readonly typedInto: (state: S) => N;
	/** The object that the keyboard edits, a new one after each change; undefined where letters are keys. */
	readonly editedIn: (state: S) => object | undefined;
	/** Called when a component throws. */
	readonly failed: (error: unknown) => void;
};

/** How a pane is shown. */
type Placed = {readonly at: Rectangle; readonly framed: boolean; readonly palette: Palette};
type MountedPane = {readonly pane: Pane; readonly root: Instance; placed: Placed};

export class PaneManager<S, N extends string> {
	readonly #options: PaneManagerOptions<S, N>;
	readonly #standing = new Map<N, MountedPane>();
	readonly #handshake: Handshake<object>;
	readonly #listeners = new Set<() => void>();
	/** The state as the panes see it: they are told once they are where they belong. */
	readonly #store: Readable<S>;

	constructor(options: PaneManagerOptions<S, N>) {
		this.#options = options;
		this.#store = {
			snapshot: () => options.store.snapshot(),
			subscribe: listener => {
				this.#listeners.add(listener);
				return () => void this.#listeners.delete(listener);
			},
		};
		this.#handshake = new Handshake(() => options.editedIn(options.store.snapshot()));
	}

	/** Shows the newest state: mounts, moves and unmounts panes, and tells them. Call it after each change. */
	update(): void {
		const state = this.#options.store.snapshot();
		for (const name of Object.keys(this.#options.panes) as N[]) this.#arrange(name, state); // the keys of the table
		for (const listener of this.#listeners) listener();
	}

	/** Types text into the text input that has the keyboard. */
	type(text: string): void {
		const {store, typedInto} = this.#options;
		this.#standing.get(typedInto(store.snapshot()))?.pane.type(text);
	}

	/**
	 * Waits until the field that the newest state edits is on the screen and listens: it may be another one than at the last key.
	 * @returns undefined if it does already
	 */
	listening(): Promise<void> | undefined {
		if (this.#handshake.isSettled) return undefined;
		this.update();
		return this.#handshake.settled();
	}

	/**
	 * Waits until the edited field shows the effect of the keys before.
	 * @returns undefined if it does already
	 */
	settled(): Promise<void> | undefined {
		return this.#handshake.settled();
	}

	close(): void {
		for (const name of this.#standing.keys()) this.#takeAway(name);
	}

	#arrange(name: N, state: S): void {
		const {panes, isFramed, paletteOf} = this.#options;
		const at = panes[name].at(state);
		const standing = this.#standing.get(name);
		if (!at || at.width < 1 || at.height < 1) {
			if (standing) this.#takeAway(name);
			return;
		}

		const placed = {at, framed: isFramed(state), palette: paletteOf(state)};
		if (!standing) this.#putUp(name, placed);
		else if (!isSame(standing.placed, placed)) this.#change(name, standing, placed);
	}

	#putUp(name: N, placed: Placed): void {
		const {compositor, failed} = this.#options;
		const pane = new Pane(compositor, name, this.#rectangle(name, placed.at));
		const root = render(this.#element(name, pane, placed), pane.options);
		root.waitUntilExit().catch(failed);
		this.#standing.set(name, {pane, root, placed});
	}

	#change(name: N, standing: MountedPane, placed: Placed): void {
		standing.placed = placed;
		standing.pane.place(this.#rectangle(name, placed.at));
		standing.root.rerender(this.#element(name, standing.pane, placed));
	}

	#takeAway(name: N): void {
		const standing = this.#standing.get(name);
		this.#standing.delete(name);
		standing?.pane.close();
		standing?.root.unmount();
	}

	#rectangle(name: N, at: Rectangle) {
		const {panes, store} = this.#options;
		const {depth, veil} = panes[name];
		const state = store.snapshot();
		return {...inCells(at), z: depth, ...(veil && {veil: inCells(veil(at, state))})};
	}

	#element(name: N, pane: Pane, {at: {width, height}, framed, palette}: Placed) {
		const {panes, dispatch} = this.#options;
		const props: PaneProps<S> = {
			store: this.#store,
			dispatch,
			handshake: this.#handshake,
			cursor: at => pane.cursor(at),
			columns: width,
			rows: height,
			framed,
		};
		return createElement(PaletteContext, {value: palette}, createElement(panes[name].component, props));
	}
}

function inCells({column, row, width, height}: Rectangle) {
	return {x: column, y: row, width, height};
}

function isSame(one: Placed, other: Placed): boolean {
	return (
		one.at.column === other.at.column &&
		one.at.row === other.at.row &&
		one.at.width === other.at.width &&
		one.at.height === other.at.height &&
		one.framed === other.framed &&
		one.palette === other.palette
	);
}
