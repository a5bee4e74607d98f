# A value fit for a message: without control and direction characters, at most 200 characters.
function Format-ErrorValue($Value) {
    $text = [string]$Value -replace '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]'
    if ($text.Length -le 200) { return $text }
    $text.Substring(0, 200) + '...'
}
