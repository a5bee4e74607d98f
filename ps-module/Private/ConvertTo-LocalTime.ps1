# Seconds since 1970, with their milliseconds, as a local DateTime; null for a time that is missing or beyond the calendar.
function ConvertTo-LocalTime($Epoch) {
    $first = -62135596800
    $last = 253402300799
    if ($null -eq $Epoch -or $Epoch -lt $first -or $Epoch -gt $last) { return }
    [DateTimeOffset]::FromUnixTimeMilliseconds([long]($Epoch * 1000)).LocalDateTime
}
