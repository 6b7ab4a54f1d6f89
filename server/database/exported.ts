/** Lists which slices of the state stand in the file of a database. */
import type {SliceName} from '../chat/state.ts';

/** Tokens and wrong passwords are of one server and its clients: they are left out, and people sign in again. The contents of files are not in it. */
export const EXPORTED: Readonly<Record<SliceName, boolean>> = {
	serverInfo: true,
	accounts: true,
	inviteCodes: true,
	administration: true,
	signIns: false,
	identities: true,
	relationships: true,
	conversations: true,
	files: false,
	devices: true,
	settingsOfConversations: true,
};
