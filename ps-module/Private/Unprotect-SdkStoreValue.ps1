# A value that the AWS SDK for .NET encrypted for this user, as text; nothing where it cannot be decrypted.
function Unprotect-SdkStoreValue($Value) {
    if (-not $Value -or [IO.Path]::DirectorySeparatorChar -ne '\') { return }
    try {
        # The SDK writes the encrypted UTF-16 text as hexadecimal digits, which is what SecureStrings are kept as.
        $secure = ConvertTo-SecureString -String $Value -ErrorAction Stop
        return [Net.NetworkCredential]::new('', $secure).Password
    } catch {
        Write-Verbose 'A key of the AWS SDK for .NET store is not for this user.'
    }
}
