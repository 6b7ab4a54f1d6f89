/** The client on a full screen: panes on a compositor, and the mouse. */
import {leaveTurn} from '../../protocol/time-slice.ts';
import {FullScreen} from '../../terminal/full-screen.ts';
import type {TermEvent} from '../../terminal/event.ts';
import {ownPaletteOf} from '../../terminal/own-theme.ts';
import {isBuiltIn, mono, paletteOf, type Palette} from '../../terminal/palette.ts';
import {PaneManager} from '../../terminal/ui/pane-manager.ts';
import {layoutOf} from '../state/panes/layout.ts';
import type {State} from '../state/model/state.ts';
import {copyViewOf} from '../ui/copy-view.ts';
import {editedIn} from '../ui/edited.ts';
import {panes, typedInto, type PaneName} from '../ui/panes.ts';
import {routeAll} from '../ui/route.ts';
import type {Face, FaceOptions} from './face.ts';

export class FullScreenFace implements Face {
	readonly terminal: FullScreen;
	readonly #options: FaceOptions;
	#panes: PaneManager<State, PaneName> | undefined;

	constructor(options: FaceOptions) {
		this.#options = options;
		this.terminal = new FullScreen({
			resized: size => {
				options.dispatch({type: 'resized', size});
				this.#mounted.update(); // before anything is painted
			},
			ending: options.ending,
		});
	}

	update(): void {
		this.#mounted.update();
		const state = this.#options.store().snapshot();
		this.terminal.copyView(copyViewOf(state), paletteIn(state) !== mono);
	}

	take(event: TermEvent): Promise<void> | undefined {
		leaveTurn(); // what the server sends waits until the key is painted
		const listening = this.#mounted.listening();
		return listening ? listening.then(async () => this.#handle(event)) : this.#handle(event);
	}

	close(): void {
		this.#mounted.close();
	}

	/** Made with the first frame: its parts ask for the state. */
	get #mounted(): PaneManager<State, PaneName> {
		const {store, dispatch} = this.#options;
		this.#panes ??= new PaneManager({
			panes,
			typedInto,
			editedIn,
			isFramed: state => layoutOf(state).framed,
			paletteOf: paletteIn,
			compositor: this.terminal.compositor,
			store: store(),
			dispatch,
			failed: this.terminal.crash,
		});
		return this.#panes;
	}

	#handle(event: TermEvent): Promise<void> | undefined {
		const {store, dispatch} = this.#options;
		for (const routed of routeAll(() => store().snapshot(), event)) {
			if (routed.to === 'text') this.#mounted.type(routed.text);
			else dispatch(routed.event);
		}

		return this.#mounted.settled();
	}
}

/** Returns the colours of the user's theme. */
function paletteIn({settings: {theme}, colours, ownThemes: {read}}: State): Palette {
	if (read?.name === theme) return ownPaletteOf(read, colours);
	return paletteOf(isBuiltIn(theme) ? theme : 'auto', colours); // until its file is read, or where it cannot be
}
