/**
 * A file of the data folder is damaged, missing or newer than this program: its message is a sentence for the operator that
 * names it. At a start that is why there is none; later, only what stands in the file is out of reach.
 */
import {CannotStart} from './cannot-start.ts';

export class UnusableFile extends CannotStart {}
