/** Lists the parts of the benchmark by their names. */
import type {Part} from '../figure.ts';
import {checkpoint} from './checkpoint.ts';
import {connections} from './connections.ts';
import {consoleCost} from './console.ts';
import {crowd} from './crowd.ts';
import {flood} from './flood.ts';
import {fullDisk} from './full-disk.ts';
import {history} from './history.ts';
import {irc} from './irc.ts';
import {keys} from './keys.ts';
import {latency} from './latency.ts';
import {memory} from './memory.ts';
import {messages} from './messages.ts';
import {million} from './million.ts';
import {privateChats} from './private.ts';
import {quick} from './quick.ts';
import {record} from './record.ts';
import {room} from './room.ts';
import {save} from './save.ts';
import {search} from './search.ts';
import {signIn} from './sign-in.ts';
import {stalls} from './stalls.ts';
import {start} from './start.ts';
import {terminals} from './terminals.ts';
import {uploads} from './uploads.ts';

/** Those of a whole run, in its order. */
export const parts: Readonly<Record<string, Part>> = {
	messages,
	latency,
	irc,
	room,
	record,
	keys,
	start,
	terminals,
	memory,
	history,
	million,
	crowd,
	'sign-in': signIn,
	connections,
	search,
	private: privateChats,
	uploads,
	checkpoint,
	save,
	stalls,
	console: consoleCost,
	flood,
	'full-disk': fullDisk,
};

/** Those and extracts of them, in less time: only by name. */
export const allParts: Readonly<Record<string, Part>> = {...parts, quick};
