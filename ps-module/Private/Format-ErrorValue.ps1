# A value fit for a message: without control and direction characters, at most 200 characters. What can be a secret key or
# a session token, given in a wrong place, is ***.
function Format-ErrorValue($Value) {
    $text = [string]$Value -replace '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]'
    if (($text.Length -eq 40 -or $text.Length -ge 100) -and $text -cmatch '\A(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[A-Za-z0-9+/=]+\z') { return '***' }
    if ($text.Length -le 200) { return $text }
    $text.Substring(0, 200) + '...'
}
