/** Tells the events that this version knows from those of a newer one. */
import {PERSISTENCE, type EventType} from '../chat/event.ts';

export function isEventType(type: string): type is EventType {
	return Object.hasOwn(PERSISTENCE, type);
}
