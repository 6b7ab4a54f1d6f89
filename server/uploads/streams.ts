/** Takes the connections that carry bytes instead of frames: sides of relays, and transfers of files. */
import type {Relays} from '../net/relays.ts';
import type {Streams} from '../net/session.ts';
import type {Transfers} from './transfers.ts';

export function streamsOf(relays: Relays, transfers: Transfers): Streams {
	return {
		join(socket, address, side) {
			if ('chat' in side) relays.join(socket, address, side);
			else transfers.join(socket, address, side);
		},
		check(now) {
			relays.check(now);
			transfers.check(now);
		},
		stop() {
			relays.stop();
			transfers.stop();
		},
	};
}
