/** Declares the state of the first screen, also while another is shown: servers visited before, servers found, and the address field of "join". */
import type {Editor} from '../../../terminal/editor.ts';
import type {FoundServer, VisitedServer} from './link.ts';

export type Welcome = {
	readonly known: readonly VisitedServer[];
	/** Servers that announce themselves on the local network now. */
	readonly found: readonly FoundServer[];
	/** Whether the demo can be chosen; not in the demo itself. */
	readonly offersDemo: boolean;
	readonly choice: number;
	readonly address: Editor;
	/** The address is that of the command line: typing replaces it. */
	readonly isFilledIn?: true;
};
