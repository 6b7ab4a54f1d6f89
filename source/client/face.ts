/** Declares a face of the client: how the state reaches the user, and what the user types the state. */
import type {StateEvent} from '../state/model/event.ts';
import type {Store} from '../state/runtime/store.ts';
import type {TakenTerminal} from '../../terminal/taken-terminal.ts';
import type {TermEvent} from '../../terminal/event.ts';

export type Face = {
	readonly terminal: TakenTerminal & {redraw(): void};
	/** Shows the newest state. Call it after each change. */
	update(): void;
	/** Handles an event of the terminal. The returned promise settles when it has had its effect. */
	take(event: TermEvent): Promise<void> | undefined;
	/** Ends, before the terminal is given back. */
	close(): void;
};

export type FaceOptions = {
	/** Returns the store, once there is one: it begins with what the terminal says of itself. */
	readonly store: () => Pick<Store, 'snapshot'>;
	readonly dispatch: (event: StateEvent) => void;
	/** Called once, when a signal or a lost terminal ends the program with this exit code. */
	readonly ending: (code: number) => void;
};

/** Makes a face. */
export type FaceMaker = (options: FaceOptions) => Face;
