/** Encodes announcements: one that goes to many sessions in a row is encoded once. */
import type {Announcement} from '../../protocol/index.ts';
import {encodeAnnouncement} from '../../protocol/frames.ts';

export class AnnouncementEncoder {
	private newest: Announcement | undefined;
	private line = '';

	/** @param announcement never changed after it was encoded */
	encode(announcement: Announcement): string {
		if (announcement !== this.newest) {
			this.line = encodeAnnouncement(announcement);
			this.newest = announcement;
		}

		return this.line;
	}
}
