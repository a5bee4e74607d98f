# What was done with a login, in a client's own words.
function Format-LoginResult($Login) {
    $said = switch ($Login.Element('status').Value) {
        'Succeeded' { 'Login Succeeded' }
        'NotNeeded' { 'Login not needed' }
        'Removed' { 'Logout Succeeded' }
        'NotFound' { 'Not logged in' }
    }
    "${said}: $($Login.Element('registry').Value)"
}
