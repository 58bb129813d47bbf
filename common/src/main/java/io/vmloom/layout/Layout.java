package io.vmloom.layout;

import java.util.List;

/**
 * Where everything lies in the target.
 *
 * @param frontBytes room in front of the first fragment, for header and tables; 0 where there is none
 * @param places fragments that have bytes, by target offset
 * @param dataEndBytes where the last fragment ends; what a format appends begins here
 */
public record Layout(long frontBytes, List<FragmentPlace> places, long dataEndBytes) {
    public Layout {
        places = List.copyOf(places);
        long end = frontBytes;
        for (FragmentPlace place : places) {
            if (place.offset().bytes() < end) {
                throw new IllegalArgumentException(
                        "fragment of range " + place.range() + " overlaps its predecessor at " + place.offset()
                                + ", which ends at 0x" + Long.toHexString(end));
            }
            end = Math.addExact(place.offset().bytes(), place.lengthBytes());
        }
        if (dataEndBytes < end) {
            throw new IllegalArgumentException("layout must end at or after 0x" + Long.toHexString(end) + ", got: 0x"
                    + Long.toHexString(dataEndBytes));
        }
    }
}
