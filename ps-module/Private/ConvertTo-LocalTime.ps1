# Seconds since 1970, with their fraction, as a local DateTime; null for a time that is missing or beyond the calendar.
function ConvertTo-LocalTime($Epoch) {
    $first = -62135596800
    $last = 253402300799
    if ($null -eq $Epoch -or $Epoch -lt $first -or $Epoch -gt $last) { return }
    $ticks = 621355968000000000 + [long]($Epoch * 10000000)
    [datetime]::new($ticks, [DateTimeKind]::Utc).ToLocalTime()
}
