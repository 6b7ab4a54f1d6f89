/** Mounts, places and unmounts the panes that the state asks for, each with its own Ink root. */
import {createElement} from 'react';
import {render, type Instance} from 'ink';
import type {StateEvent} from '../state/model/event.ts';
import {layoutOf, type Rectangle} from '../state/panes/layout.ts';
import type {State} from '../state/model/state.ts';
import type {Compositor} from '../../terminal/compositor.ts';
import {Handshake} from '../../terminal/handshake.ts';
import {Pane} from '../../terminal/pane.ts';
import {editedIn} from './edited.ts';
import type {PaneProps} from './pane-props.ts';
import {panes, typedInto, type PaneDefinition, type PaneName} from './panes.ts';
import type {Readable} from './use-select.ts';

type PaneManagerOptions = {
	readonly compositor: Compositor;
	readonly store: Readable;
	readonly dispatch: (event: StateEvent) => void;
	/** Called when a component throws. */
	readonly failed: (error: unknown) => void;
};

type MountedPane = {readonly pane: Pane; readonly root: Instance; at: Rectangle; framed: boolean};

export class PaneManager {
	readonly #options: PaneManagerOptions;
	readonly #standing = new Map<PaneName, MountedPane>();
	readonly #handshake: Handshake<object>;

	constructor(options: PaneManagerOptions) {
		this.#options = options;
		this.#handshake = new Handshake(() => editedIn(options.store.snapshot()));
	}

	/**
	 * Mounts, moves and unmounts panes as the state requires. Call it after each change, before the panes are
	 * notified.
	 */
	arrange(): void {
		const state = this.#options.store.snapshot();
		for (const name of Object.keys(panes) as PaneName[]) this.#arrange(name, state);
	}

	/** Types text into the text input that has the keyboard. */
	type(text: string): void {
		this.#standing.get(typedInto(this.#options.store.snapshot()))?.pane.stdin.feed(text);
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

	#arrange(name: PaneName, state: State): void {
		const at = panes[name].at(state);
		const standing = this.#standing.get(name);
		if (!at || at.width < 1 || at.height < 1) {
			if (standing) this.#takeAway(name);
			return;
		}

		const {framed} = layoutOf(state.size);
		if (!standing) this.#putUp(name, at, framed);
		else if (!isSame(standing.at, at) || standing.framed !== framed) this.#move(name, standing, at, framed);
	}

	#putUp(name: PaneName, at: Rectangle, framed: boolean): void {
		const {compositor, failed} = this.#options;
		const pane = new Pane(compositor, name, this.#placed(name, at));
		const root = render(this.#element(name, pane, at, framed), pane.options);
		root.waitUntilExit().catch(failed);
		this.#standing.set(name, {pane, root, at, framed});
	}

	#move(name: PaneName, standing: MountedPane, at: Rectangle, framed: boolean): void {
		standing.at = at;
		standing.framed = framed;
		standing.pane.place(this.#placed(name, at));
		standing.root.rerender(this.#element(name, standing.pane, at, framed));
	}

	#takeAway(name: PaneName): void {
		const standing = this.#standing.get(name);
		this.#standing.delete(name);
		standing?.pane.close();
		standing?.root.unmount();
	}

	#placed(name: PaneName, at: Rectangle) {
		const {depth, veil}: PaneDefinition = panes[name];
		const state = this.#options.store.snapshot();
		return {...inCells(at), z: depth, ...(veil && {veil: inCells(veil(at, state))})};
	}

	#element(name: PaneName, pane: Pane, {width, height}: Rectangle, framed: boolean) {
		const {store, dispatch} = this.#options;
		const props: PaneProps = {
			store,
			dispatch,
			handshake: this.#handshake,
			cursor: at => pane.cursor(at),
			columns: width,
			rows: height,
			framed,
		};
		return createElement(panes[name].component, props);
	}
}

function inCells({column, row, width, height}: Rectangle) {
	return {x: column, y: row, width, height};
}

function isSame(one: Rectangle, other: Rectangle): boolean {
	return (
		one.column === other.column &&
		one.row === other.row &&
		one.width === other.width &&
		one.height === other.height
	);
}
